"""The Bot API server itself: does it do what Telegram does, and refuse what Telegram refuses?"""
