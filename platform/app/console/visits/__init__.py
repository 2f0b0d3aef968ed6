"""An operator in a workspace: for a reason, for half an hour, in everybody's sight."""
