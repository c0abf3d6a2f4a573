# ruff: noqa: E501 - tables are easier to compare when a design keeps to its lines
"""Small words around the characters: states, slogans, dealers. None of them belongs to a plate's text."""

STATES = (
    "ALABAMA|ALASKA|ARIZONA|ARKANSAS|California|COLORADO|CONNECTICUT|DELAWARE|FLORIDA|GEORGIA|HAWAII|IDAHO|Illinois|"
    "INDIANA|IOWA|KANSAS|KENTUCKY|LOUISIANA|Maine|Maryland|Massachusetts|MICHIGAN|Minnesota|MISSISSIPPI|MISSOURI|"
    "MONTANA|Nebraska|NEVADA|New Hampshire|New Jersey|NEW MEXICO|NEW YORK|NORTH CAROLINA|NORTH DAKOTA|OHIO|OKLAHOMA|"
    "Oregon|PENNSYLVANIA|Rhode Island|SOUTH CAROLINA|South Dakota|TENNESSEE|TEXAS|UTAH|VERMONT|VIRGINIA|WASHINGTON|"
    "WEST VIRGINIA|WISCONSIN|WYOMING|WASHINGTON DC|GUAM|U.S. VIRGIN ISLANDS"
)
WORDS: dict[str, str] = {
    "state": STATES,
    "slogan": "Sunshine State|Great Lakes|Land of Lincoln|Empire State|The Garden State|LIVE FREE OR DIE|dmv.ca.gov|"
    "Grand Canyon State|America's Dairyland|10,000 lakes|The Natural State|SWEET HOME|Peach State|IN GOD WE TRUST|"
    "First in Flight|Birthplace of Aviation|Evergreen State|Vacationland|Ocean State|Show-Me State|Big Sky|"
    "VISIT MYFLORIDA.COM|Greatest Snow on Earth|Discover the Spirit|Famous Potatoes|Explore|Native America|"
    "The Lone Star State|Purely Pacific|TAXATION WITHOUT REPRESENTATION|Beautiful|World's Motor Capital|Semper Fi|"
    "Je me souviens|Yours to Discover|Friendly|Wild Rose Country|Land of Living Skies|Canada's Ocean Playground",
    "county": "ORANGE|DADE|FULTON|COBB|LAKE|POLK|JEFFERSON|WAYNE|JACKSON|COUNTY NAME|HAMILTON|MARION|JAN 21|DEC 2019|"
    "SEP|MAR 24|AUG 12|PASSENGER|TRUCK|DISABLED VETERAN|COMMERCIAL|APPORTIONED",
    "province": "ONTARIO|Quebec|British Columbia|ALBERTA|MANITOBA|Saskatchewan|NOVA SCOTIA|New Brunswick|Yukon|"
    "Prince Edward Island|NEWFOUNDLAND AND LABRADOR|NWT",
    "province2": "CANADA|Beautiful British Columbia|YOURS TO DISCOVER|Québec",
    "mexico": "MEXICO|JALISCO|DISTRITO FEDERAL|NUEVO LEON|CHIHUAHUA|BAJA CALIFORNIA|SONORA|PUEBLA|YUCATAN|SINALOA|CDMX|"
    "EDO. DE MEXICO|MICHOACAN|VERACRUZ|GUANAJUATO|TAMAULIPAS",
    "mxstate": "MEXICO|DELANTERA|TRASERA|MEX|TRANSPORTE PRIVADO",
    "brcity": "SP - SAO PAULO|RJ - RIO DE JANEIRO|MG - BELO HORIZONTE|PR - CURITIBA|RS - PORTO ALEGRE|BA - SALVADOR|"
    "SC - JOINVILLE|PE - RECIFE|CE - FORTALEZA|DF - BRASILIA|GO - GOIANIA|SP - CAMPINAS|ES - VITORIA|AM - MANAUS",
    "argentina": "ARGENTINA|REPUBLICA ARGENTINA",
    "cocity": "BOGOTA D.C.|MEDELLIN|CALI|BARRANQUILLA|ENVIGADO|CHIA|SABANETA|FUNZA|BUCARAMANGA|CUCUTA",
    "venezuela": "VENEZUELA|REPUBLICA BOLIVARIANA DE VENEZUELA",
    "vestate": "DISTRITO CAPITAL|MIRANDA|CARABOBO|ZULIA|LARA|ARAGUA",
    "dominican": "REPUBLICA DOMINICANA|REP. DOMINICANA",
    "austate": "NSW|NEW SOUTH WALES|VICTORIA|QUEENSLAND|SOUTH AUSTRALIA|WESTERN AUSTRALIA|TASMANIA|ACT|"
    "NORTHERN TERRITORY|VIC|QLD",
    "auslogan": "VICTORIA - THE PLACE TO BE|QUEENSLAND - SUNSHINE STATE|NSW|NEW SOUTH WALES|THE EDUCATION STATE|"
    "SA - THE FESTIVAL STATE|WESTERN AUSTRALIA|TAS - EXPLORE THE POSSIBILITIES|CANBERRA - THE NATION'S CAPITAL|"
    "NT - OUTBACK AUSTRALIA|QUEENSLAND|VIC - ON THE MOVE|THE PREMIER STATE|VICTORIA",
    "ngstate": "LAGOS|ABUJA|KANO|RIVERS|CENTRE OF EXCELLENCE|OYO|OGUN|KADUNA|ANAMBRA",
    "pk": "SINDH|PUNJAB|ICT-ISLAMABAD|KPK|BALOCHISTAN|GOVT OF PUNJAB|GOVT OF SINDH|LAHORE|KARACHI|ISLAMABAD|PESHAWAR",
    "ph": "REGION IV-A|PILIPINAS|MATATAG NA REPUBLIKA|NCR|REGISTERED|PILIPINAS 2000|REGION VII",
    "idn": "06·24|01·26|11·21|08·23|03-19|12 25|05.27|09·20|",
    "thai": "กรุงเทพมหานคร|เชียงใหม่|ชลบุรี|นนทบุรี|ภูเก็ต|ขอนแก่น",
    "khmer": "PHNOM PENH|SIEM REAP|CAMBODIA|KANDAL",
    "cambodia": "PHNOM PENH|CAMBODIA|KANDAL|SIEM REAP",
    "dubai": "DUBAI|دبي|UAE|U.A.E|DUBAI|AJMAN|SHJ",
    "dubaitop": "DUBAI|دبي|الإمارات|ABU DHABI|SHARJAH|AJMAN|RAK|أبوظبي|U.A.E",
    "abudhabi": "A.D|AD|ABU DHABI|أبوظبي",
    "kuwait": "KUWAIT|الكويت|K W T",
    "oman": "OMAN|عمان",
    "jordan": "JORDAN|الأردن",
    "arab": "قطر|مصر|سوريا|ليبيا|دمشق",
    "irish": "BAILE ATHA CLIATH|CORCAIGH|GAILLIMH|CILL DARA|LUIMNEACH|AN MHI|",
    "rus": "RUS|RUS|",
    "dealer": "|||AUTOHAUS MEYER|www.motors.co.uk|CITY MOTORS|Arnold Clark|Evans Halshaw|TOYOTA|BMW PARK LANE|"
    "VAN MOSSEL|OTOMOTIV|Autobedrijf de Vries|VAUXHALL|Mercedes-Benz|Tel 01234 567890|BROEKHUIS|RENAULT|LOOKERS",
}


def words_for(name: str) -> tuple[str, ...]:
    """The words a design's slot may hold; a name that is not a list stands for itself."""
    return tuple(WORDS[name].split("|")) if name in WORDS else (name,)
