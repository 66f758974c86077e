"""`mathpress check`: what is wrong with a built site, told where each is mended in its sources."""
