"""Where the operator of a deployment sees to it: workspaces, money, what failed, visits."""
