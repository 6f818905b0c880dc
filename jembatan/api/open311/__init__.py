"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): public voices to read, and a door for other programs."""
