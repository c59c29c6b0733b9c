"""Sites that are followed: read again on a schedule, politely, and taken in like folders."""
