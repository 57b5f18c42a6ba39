import time, psycopg
def test_t(postgres_databases):
    d = postgres_databases
    for i in range(4):
        t=time.perf_counter(); u=d.make(); t1=time.perf_counter(); 
        with psycopg.connect(u.replace("+psycopg",""), autocommit=True) as c:
            c.execute("insert into workspaces(enterprise_id,team_id,bot_user_id,bot_id,app_id) values('','T','','','')")
            t2=time.perf_counter(); c.execute("TRUNCATE workspaces RESTART IDENTITY CASCADE"); t3=time.perf_counter()
            c.execute("DELETE FROM workspaces"); t4=time.perf_counter()
        d.drop(u); t5=time.perf_counter()
        print(f"make {t1-t:.3f} truncate {t3-t2:.3f} delete {t4-t3:.4f} drop {t5-t4:.3f}")
        t=time.perf_counter(); d._say("CREATE DATABASE test_fc TEMPLATE template_migrated STRATEGY FILE_COPY"); t1=time.perf_counter(); d._say("DROP DATABASE test_fc"); print(f"file_copy {t1-t:.3f} drop {time.perf_counter()-t1:.3f}")
