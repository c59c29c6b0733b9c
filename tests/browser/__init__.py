"""Pages in a real browser, without a window: Playwright with the Chromium of the system."""
