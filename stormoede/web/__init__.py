"""The roof: layout, the member's page, the council's page and the desk. It has no models and decides nothing."""
