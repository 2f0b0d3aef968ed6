"""What people see: pages, components, the browser's assets, and the guards around every answer."""
