"""What Understudy remembers: the only room that knows SQLAlchemy and Alembic."""
