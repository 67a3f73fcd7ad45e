"""Synthetic tasks with known answers: selective copying, induction heads, associative recall (MQAR) and a phonebook (facts: section 4)."""
