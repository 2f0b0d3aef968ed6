"""What stands in files is found with the records that they hang on."""
