"""Would a test notice? Lines are changed at random, and the tests that reach them are run.

mutmut and cosmic-ray change every place of a program and run one command for each; here lines are
drawn, and only the tests that reach one are run, so that a hundred take an hour.
"""
