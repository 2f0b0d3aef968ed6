"""The chat in the browser and in the API."""
