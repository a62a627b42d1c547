// What gosnowflake makes of the embedded account: signs in, reads every type, pages, and meets errors.
package main

import (
	"crypto/rsa"
	"crypto/x509"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	sf "github.com/snowflakedb/gosnowflake"
)

func env(name string) string {
	value, found := os.LookupEnv("INTEROP_" + name)
	if !found {
		log.Fatalf("INTEROP_%s is not set", name)
	}
	return value
}

func check(what string, actual, expected any) {
	if fmt.Sprint(actual) != fmt.Sprint(expected) {
		log.Fatalf("%s: %v is not %v", what, actual, expected)
	}
	fmt.Println("ok", what)
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func config(change func(*sf.Config)) *sql.DB {
	utc := "UTC"
	settings := &sf.Config{
		Account: env("ACCOUNT_NAME"), User: env("USER"), Host: env("HOST"), Port: must(strconv.Atoi(env("PORT"))), Protocol: "http",
		Database: "DB", Schema: "PUBLIC", Warehouse: "WH", LoginTimeout: 20 * time.Second,
		Params:           map[string]*string{"TIMEZONE": &utc},
		DisableTelemetry: true, Tracing: "off",
	}
	change(settings)
	return sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *settings))
}

func refusal(what string, err error, code int) {
	var said *sf.SnowflakeError
	if !errors.As(err, &said) {
		log.Fatalf("%s: %v", what, err)
	}
	check(what, said.Number, code)
}

func signIn() *sql.DB {
	block, _ := pem.Decode(must(os.ReadFile(env("KEY_FILE"))))
	key := must(x509.ParsePKCS8PrivateKey(block.Bytes)).(*rsa.PrivateKey)
	byKey := config(func(c *sf.Config) { c.Authenticator = sf.AuthTypeJwt; c.PrivateKey = key })
	defer byKey.Close()
	var user string
	must(0, byKey.QueryRow("SELECT CURRENT_USER()").Scan(&user))
	check("key pair", user, env("USER"))
	wrong := config(func(c *sf.Config) { c.Password = "wrong" })
	defer wrong.Close()
	refusal("wrong password", wrong.Ping(), 390100)
	byPassword := config(func(c *sf.Config) { c.Password = env("TOKEN") })
	defer byPassword.Close()
	check("token as password", byPassword.Ping(), nil)
	byOAuth := config(func(c *sf.Config) { c.Authenticator = sf.AuthTypeOAuth; c.Token = env("OAUTH_TOKEN") })
	defer byOAuth.Close()
	check("OAuth", byOAuth.Ping(), nil)
	noOAuth := config(func(c *sf.Config) { c.Authenticator = sf.AuthTypeOAuth; c.Token = "wrong" })
	defer noOAuth.Close()
	refusal("wrong OAuth token", noOAuth.Ping(), 390303)
	return config(func(c *sf.Config) { c.Authenticator = sf.AuthTypePat; c.Token = env("TOKEN") })
}

func types(db *sql.DB) {
	var fixed, scaled, text, variant, array string
	var float float64
	var boolean bool
	var date, clock, ntz, ntz1, ltz, tz time.Time
	var binary []byte
	var nothing sql.NullString
	must(0, db.QueryRow(env("TYPES")).Scan(&fixed, &scaled, &float, &text, &boolean, &date, &clock, &ntz, &ntz1, &ltz, &tz,
		&binary, &nothing, &variant, &array))
	const layout = "2006-01-02T15:04:05.999999999Z07:00"
	check("type FIXED", fixed, "12345678901234567890123456789012345678")
	check("type SCALED", scaled, "-1.50")
	check("type FLOAT", float, 0.25)
	check("type TEXT", text, "it's \u8868")
	check("type BOOLEAN", boolean, true)
	check("type DATE", date.Format(time.DateOnly), "1969-12-31")
	check("type TIME", clock.Format("15:04:05.000"), "23:59:59.123")
	check("type NTZ", ntz.Format(layout), "2024-02-29T12:34:56.123456Z")
	check("type NTZ1", ntz1.Format(layout), "2024-02-29T12:34:56.5Z")
	check("type LTZ", ltz.UTC().Format(layout), "2024-02-29T12:34:56Z")
	check("type TZ", tz.Format(layout), "2024-02-29T12:34:56.1+05:30")
	check("type BINARY", hex.EncodeToString(binary), "00ff10")
	check("type of a null", nothing.Valid, false)
	var object map[string][]any
	must(0, json.Unmarshal([]byte(variant), &object))
	check("type VARIANT", object["a"], []any{1, "b"})
	var items []int
	must(0, json.Unmarshal([]byte(array), &items))
	check("type ARRAY", items, []int{1, 2})
}

func statements(db *sql.DB) {
	must(db.Exec("CREATE OR REPLACE TABLE GO (ID INT, NAME VARCHAR, AT TIMESTAMP_NTZ(3))"))
	moment := time.Date(2024, 2, 29, 12, 0, 0, 250_000_000, time.UTC)
	done := must(db.Exec("INSERT INTO GO VALUES (?, ?, ?), (?, ?, ?)", 1, "a 'quoted' one", moment, 2, nil, moment))
	check("rows inserted", must(done.RowsAffected()), 2)
	var name sql.NullString
	var stored time.Time
	must(0, db.QueryRow("SELECT NAME, AT FROM GO WHERE ID = ?", 1).Scan(&name, &stored))
	check("a row", name.String, "a 'quoted' one")
	check("its time", stored.Equal(moment), true)
	work := must(db.Begin())
	must(work.Exec("DELETE FROM GO"))
	must(0, work.Rollback())
	var count int
	must(0, db.QueryRow("SELECT COUNT(*) FROM GO").Scan(&count))
	check("rolled back", count, 2)
	shown := must(db.Query("SHOW TABLES LIKE 'GO'"))
	defer shown.Close()
	check("SHOW", shown.Next(), true)
	rows := must(db.Query("SELECT SEQ4(), REPEAT('x', 50) FROM TABLE(GENERATOR(ROWCOUNT => 20000)) ORDER BY 1"))
	defer rows.Close()
	sum, number, filler := 0, 0, ""
	for rows.Next() {
		must(0, rows.Scan(&number, &filler))
		sum += number
	}
	check("20000 rows in chunks", sum, 20000*19999/2)
}

func main() {
	log.SetFlags(0)
	db := signIn()
	defer db.Close()
	check("token", db.Ping(), nil)
	types(db)
	statements(db)
	_, err := db.Exec("SELECT * FROM NOPE")
	refusal("no such table", err, 2003)
	_, err = db.Exec("SELEC 1")
	refusal("syntax", err, 1003)
	_, err = db.Exec("SELECT 1 / 0")
	refusal("division", err, 100051)
}
