"""Lints of the roles: what the servers are, own, may do and may call."""

from typing import Final

from app.gates.lint import Lint

SERVERS: Final = "('guanxi_app', 'guanxi_worker', 'guanxi_operator')"
OURS: Final = "('pg_catalog', 'information_schema', 'pg_toast')"

ROLE_LINTS: Final = (
    Lint(
        "role_attributes",
        "the servers' roles can neither bypass row-level security nor make anything",
        f"""
        SELECT rolname FROM pg_roles WHERE rolname IN {SERVERS}
          AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)
        UNION SELECT rolname FROM pg_roles
        WHERE rolname IN ('guanxi_owner', 'guanxi_auth') AND (rolsuper OR rolbypassrls)
        UNION SELECT rolname FROM pg_roles WHERE rolname = 'guanxi_auth' AND rolcanlogin
        UNION SELECT rolname FROM pg_roles WHERE rolname = 'guanxi_operator' AND rolinherit
        UNION SELECT 'guanxi_operator inherits ' || roleid::regrole::text FROM pg_auth_members
        WHERE member = to_regrole('guanxi_operator') AND inherit_option
        UNION SELECT name || ' is missing' FROM unnest(ARRAY['guanxi_app', 'guanxi_worker',
            'guanxi_auth', 'guanxi_owner', 'guanxi_operator']) name
        WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name)
        """,
        tables=False,
    ),
    Lint(
        "ownership",
        "the servers' roles own nothing",
        f"""
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname IN {SERVERS}
        UNION SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE r.rolname IN {SERVERS}
        UNION SELECT n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
        WHERE r.rolname IN {SERVERS}
        """,
        tables=False,
    ),
    Lint(
        "membership",
        "the servers' roles are members of nothing that owns or bypasses",
        f"""
        SELECT m.rolname || ' in ' || o.rolname FROM pg_roles m, pg_roles o
        WHERE m.rolname IN {SERVERS} AND m.oid <> o.oid AND pg_has_role(m.oid, o.oid, 'MEMBER')
          AND NOT (m.rolname IN ('guanxi_worker', 'guanxi_operator') AND o.rolname = 'guanxi_app')
        """,
        tables=False,
    ),
    Lint(
        "definers",
        "auth_lookup is the only function with its owner's rights, and its search_path is fixed",
        f"""
        SELECT p.oid::regprocedure::text FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_roles o ON o.oid = p.proowner
        WHERE n.nspname NOT IN {OURS} AND p.prosecdef AND NOT (
            p.proname = 'auth_lookup' AND o.rolname = 'guanxi_auth'
            AND 'search_path=pg_catalog, public' = ANY(p.proconfig))
        UNION SELECT 'auth_lookup is missing' WHERE NOT EXISTS (
            SELECT 1 FROM pg_proc WHERE proname = 'auth_lookup' AND prosecdef)
        """,
        tables=False,
    ),
    Lint(
        "definers_public",
        "a function with its owner's rights is called by the servers alone",
        f"""
        SELECT p.oid::regprocedure::text || ' by ' || g.grantee::regrole::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
        WHERE n.nspname NOT IN {OURS} AND p.prosecdef AND g.grantee <> p.proowner
          AND (g.grantee = 0 OR g.grantee <> 'guanxi_app'::regrole)
        """,
        tables=False,
    ),
    Lint(
        "leakproof",
        "no function of ours claims to be leakproof",
        f"""
        SELECT p.oid::regprocedure::text FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname NOT IN {OURS} AND p.proleakproof AND NOT EXISTS (
            SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        """,
        tables=False,
    ),
    Lint(
        "views",
        "a view has the rights of who reads it, and nothing is materialised",
        f"""
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN {OURS} AND (c.relkind = 'm' OR c.relkind = 'v'
          AND NOT coalesce('security_invoker=true' = ANY(c.reloptions), false))
        """,
        tables=False,
    ),
    Lint(
        "dangerous_grants",
        "the servers may not truncate, reference or put triggers on a table",
        f"""
        SELECT c.oid::regclass::text || ' ' || g.privilege_type
        FROM pg_class c, aclexplode(c.relacl) g
        WHERE g.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
          AND g.grantee IN (SELECT oid FROM pg_roles WHERE rolname IN {SERVERS})
        """,
        tables=False,
    ),
    Lint(
        "public_grants",
        "nothing is granted to everybody",
        f"""
        SELECT c.oid::regclass::text || ' ' || g.privilege_type
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
        WHERE n.nspname NOT IN {OURS} AND g.grantee = 0 AND NOT EXISTS (
            SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        UNION SELECT nspname || ' CREATE' FROM pg_namespace, aclexplode(nspacl) g
        WHERE nspname IN ('public', 'queue') AND g.privilege_type = 'CREATE'
          AND g.grantee <> nspowner
        UNION SELECT datname || ' ' || g.privilege_type FROM pg_database, aclexplode(datacl) g
        WHERE datname = current_database() AND g.grantee = 0
        """,
        tables=False,
    ),
    Lint(
        "default_grants",
        "a new table is open to nobody",
        "SELECT defaclrole::regrole::text FROM pg_default_acl",
        tables=False,
    ),
)
