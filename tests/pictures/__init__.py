"""Pictures of real answers for the README: ``make pictures``.

A real bot answers on the loopback server from the sample articles; a page renders what it sent,
Telegram's HTML as it is, and a headless Chromium photographs the page.
"""
