"""One module for each kind of thing people do; thin: parse, call, render, send."""
