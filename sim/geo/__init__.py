"""Areas, geodesy and crossings; knows nothing of alerts."""
