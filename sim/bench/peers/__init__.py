"""Other ways to the same answer, each written as its users would at their best.

Areas are projected, buffered, prepared and indexed beforehand, and flights are already in the form the library takes:
only the search itself is timed. All peers work on one plane; flights are searched in one call where that helps.
"""
