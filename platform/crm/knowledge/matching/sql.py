"""When a published piece `k` fits a deal `d`, as SQL."""

from typing import Final

# What it names must be there: one of its products, one of its competitors, its stage, its
# segment. What names nothing fits where its topic was heard; "other" is none. `{heard}` says
# when one may know.
FITS: Final = """
FROM knowledge_item k
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE kl.kind = 'products') AS products,
        count(*) FILTER (WHERE kl.kind = 'products' AND EXISTS (
            SELECT 1 FROM deal_line dl WHERE dl.tenant_id = $1 AND dl.deal_id = d.id
                AND dl.product_id = kl.to_id)) AS sold,
        count(*) FILTER (WHERE kl.kind = 'competitors') AS rivals,
        count(*) FILTER (WHERE kl.kind = 'competitors' AND EXISTS (
            SELECT 1 FROM link dr WHERE dr.tenant_id = $1 AND dr.from_id = d.id
                AND dr.kind = 'competitors' AND dr.to_id = kl.to_id)) AS met
    FROM link kl WHERE kl.tenant_id = $1 AND kl.from_id = k.id
) t
CROSS JOIN LATERAL (
    SELECT k.stage_id IS NOT NULL AS stage, k.segment_id IS NOT NULL AS segment,
        k.topic <> 'other' AND EXISTS (
            SELECT 1 FROM link hl
            JOIN knowledge_mention hm ON hm.tenant_id = $1 AND hm.record_id = hl.from_id
                AND hm.topic = k.topic AND hm.heard = 'objection'
            JOIN activity ha ON ha.tenant_id = $1 AND ha.id = hm.record_id
                AND ha.deleted_at IS NULL
            WHERE hl.tenant_id = $1 AND hl.to_id = d.id AND hl.kind = 'links' AND {heard}
        ) AS heard
) w
WHERE k.tenant_id = $1 AND k.state = 'published' AND k.deleted_at IS NULL AND NOT k.disputed
    AND (t.products = 0 OR t.sold > 0) AND (t.rivals = 0 OR t.met > 0)
    AND (k.stage_id IS NULL OR k.stage_id = d.stage_id)
    AND (k.segment_id IS NULL OR EXISTS (
        SELECT 1 FROM segment_membership sm WHERE sm.tenant_id = $1
            AND sm.segment_id = k.segment_id AND sm.left_at IS NULL
            AND (sm.record_id = d.id OR EXISTS (
                SELECT 1 FROM link sl WHERE sl.tenant_id = $1 AND sl.from_id = d.id
                    AND sl.kind = 'companies' AND sl.to_id = sm.record_id))))
    AND (t.products + t.rivals > 0 OR w.stage OR w.segment OR w.heard)
"""
# A competitor that is met says more than a product, and that more than a stage.
WORTH: Final = """
(t.met > 0)::int * 5 + w.heard::int * 4 + (t.sold > 0)::int * 3 + w.stage::int * 2
    + w.segment::int
"""
HELPED: Final = """
(SELECT count(*) FILTER (WHERE v.helped) - count(*) FILTER (WHERE NOT v.helped)
 FROM knowledge_vote v WHERE v.tenant_id = $1 AND v.item_id = k.id)
"""
