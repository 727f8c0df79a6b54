"""Tables, metrics and verdicts, all derived from the event log; and the run folder that holds them."""
