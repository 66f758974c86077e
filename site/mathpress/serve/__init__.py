"""The preview: the site as it would be published, on this machine alone, built again when a source is saved."""
