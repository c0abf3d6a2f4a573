"""Training of the Platewheel models: `detector` finds plates, `reader` reads them."""
