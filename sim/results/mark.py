"""What every result, table, picture and file says about itself."""

MARK = "SIMULATION - exercise only, not a real alert"
