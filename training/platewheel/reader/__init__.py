"""The plate reader: one small network from a crop to twelve character slots."""
