"""Which published knowledge fits which deal, and what best answers what a customer said."""
