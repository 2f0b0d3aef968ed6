"""What a workspace added to the declared types: fields of its own, lists of its own words."""
