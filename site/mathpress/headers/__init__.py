"""What a host is to send along with the pages of a site, and what it is to know of their files."""
