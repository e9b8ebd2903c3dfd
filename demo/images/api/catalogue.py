"""What the service tells of its data: the addresses the team asks when it checks that nothing was lost."""
import psycopg2
import psycopg2.pool
from fastapi import APIRouter, HTTPException

import stores


def routes(database: stores.Database) -> APIRouter:
    router = APIRouter(prefix="/api/v1")

    def ask(query: str) -> list:
        try:
            return database.rows(query)
        except (psycopg2.Error, psycopg2.pool.PoolError) as error:
            raise HTTPException(503, "the database cannot be used") from error

    @router.get("/db/health")
    def database_health() -> dict:
        ask("SELECT 1")
        return {"database": "connected"}

    @router.get("/vendor-equipment/")
    def vendor_equipment() -> list:
        rows = ask("SELECT id, vendor, model FROM vendor_equipment ORDER BY id LIMIT 20")
        return [{"id": number, "vendor": vendor, "model": model} for number, vendor, model in rows]

    @router.get("/threat-intelligence/health")
    def threat_intelligence() -> dict:
        [(newest,)] = ask("SELECT max(id) FROM threat_intelligence")
        return {"status": "healthy", "newest": newest}

    return router
