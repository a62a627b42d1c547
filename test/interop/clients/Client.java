/* What Snowflake's JDBC driver makes of the embedded account: signs in, reads every type, pages, and meets errors. */
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;

public class Client {
    static String env(String name) {
        return Objects.requireNonNull(System.getenv("INTEROP_" + name), name);
    }

    static void check(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            System.err.println(what + ": " + actual + " is not " + expected);
            System.exit(1);
        }
        System.out.println("ok " + what);
    }

    interface Work {
        void run() throws Exception;
    }

    static void refusal(String what, int code, Work work) throws Exception {
        try {
            work.run();
        } catch (SQLException error) {
            check(what, error.getErrorCode(), code);
            return;
        }
        check(what, "not refused", "refused");
    }

    static Connection connect(String key, Object value, String authenticator) throws SQLException {
        Properties settings = new Properties();
        settings.put("user", env("USER"));
        settings.put("ssl", "off");
        settings.put("db", "DB");
        settings.put("schema", "PUBLIC");
        settings.put("warehouse", "WH");
        settings.put("TIMEZONE", "UTC");
        settings.put("loginTimeout", "20");
        settings.put("account", env("ACCOUNT_NAME"));
        if (authenticator != null) settings.put("authenticator", authenticator);
        settings.put(key, value);
        return DriverManager.getConnection("jdbc:snowflake://" + env("HOST") + ":" + env("PORT") + "/", settings);
    }

    static PrivateKey key() throws Exception {
        String pem = Files.readString(Path.of(env("KEY_FILE")));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static void types(Connection connection) throws SQLException {
        ResultSet row = connection.createStatement().executeQuery(env("TYPES"));
        row.next();
        check("type FIXED", row.getBigDecimal(1), new BigDecimal("12345678901234567890123456789012345678"));
        check("type SCALED", row.getBigDecimal(2), new BigDecimal("-1.50"));
        check("type FLOAT", row.getDouble(3), 0.25);
        check("type TEXT", row.getString(4), "it's \u8868");
        check("type BOOLEAN", row.getBoolean(5), true);
        check("type DATE", row.getString(6), "1969-12-31");
        check("type TIME", row.getString(7), "23:59:59");
        check("type NTZ", row.getTimestamp(8).toInstant(), Instant.parse("2024-02-29T12:34:56.123456Z"));
        check("type NTZ1", row.getTimestamp(9).toInstant(), Instant.parse("2024-02-29T12:34:56.500Z"));
        check("type LTZ", row.getTimestamp(10).toInstant(), Instant.parse("2024-02-29T12:34:56Z"));
        check("type TZ", row.getTimestamp(11).toInstant(), Instant.parse("2024-02-29T07:04:56.100Z"));
        check("type BINARY", HexFormat.of().formatHex(row.getBytes(12)), "00ff10");
        check("type of a null", row.getString(13), null);
        check("type VARIANT", row.getString(14).replaceAll("\\s", ""), "{\"a\":[1,\"b\"]}");
        check("type ARRAY", row.getString(15).replaceAll("\\s", ""), "[1,2]");
    }

    static void statements(Connection connection) throws SQLException {
        var statement = connection.createStatement();
        statement.execute("CREATE OR REPLACE TABLE JDBC (ID INT PRIMARY KEY, NAME VARCHAR, AT TIMESTAMP_NTZ(3))");
        Timestamp at = Timestamp.from(Instant.parse("2024-02-29T12:00:00.250Z"));
        try (var insert = connection.prepareStatement("INSERT INTO JDBC VALUES (?, ?, ?)")) {
            for (int id = 1; id <= 2; id++) {
                insert.setInt(1, id);
                insert.setString(2, id == 1 ? "a 'quoted' one" : null);
                insert.setTimestamp(3, at);
                insert.addBatch();
            }
            check("rows inserted", insert.executeBatch().length, 2);
        }
        ResultSet row = statement.executeQuery("SELECT * FROM JDBC WHERE ID = 1");
        row.next();
        check("a row", row.getString("NAME"), "a 'quoted' one");
        check("its time", row.getTimestamp("AT").toInstant(), at.toInstant());
        check("rows updated", statement.executeUpdate("UPDATE JDBC SET NAME = 'c' WHERE ID = 2"), 1);
        connection.setAutoCommit(false);
        statement.executeUpdate("DELETE FROM JDBC");
        connection.rollback();
        connection.setAutoCommit(true);
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM JDBC");
        count.next();
        check("rolled back", count.getInt(1), 2);
        ResultSet shown = statement.executeQuery("SHOW TABLES LIKE 'JDBC'");
        shown.next();
        check("SHOW", shown.getString("kind"), "TABLE");
        var metadata = connection.getMetaData();
        ResultSet keys = metadata.getPrimaryKeys("DB", "PUBLIC", "JDBC");
        check("metadata: a primary key", keys.next(), true);
        check("metadata: its column", keys.getString("COLUMN_NAME"), "ID");
        ResultSet columns = metadata.getColumns("DB", "PUBLIC", "JDBC", "%");
        int found = 0;
        while (columns.next()) found++;
        check("metadata: columns", found, 3);
        ResultSet many = statement.executeQuery(
            "SELECT SEQ4(), REPEAT('x', 50) FROM TABLE(GENERATOR(ROWCOUNT => 20000)) ORDER BY 1");
        long sum = 0;
        while (many.next()) sum += many.getLong(1);
        check("20000 rows in chunks", sum, 20000L * 19999 / 2);
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = connect("privateKey", key(), null)) {
            ResultSet user = connection.createStatement().executeQuery("SELECT CURRENT_USER()");
            user.next();
            check("key pair", user.getString(1), env("USER"));
        }
        connect("password", env("TOKEN"), null).close();
        check("token as password", true, true);
        connect("token", env("OAUTH_TOKEN"), "OAUTH").close();
        check("OAuth", true, true);
        refusal("wrong OAuth token", 390303, () -> connect("token", "wrong", "OAUTH"));
        refusal("wrong password", 390100, () -> connect("password", "wrong", null));
        try (Connection connection = connect("token", env("TOKEN"), "PROGRAMMATIC_ACCESS_TOKEN")) {
            check("token", connection.isValid(20), true);
            types(connection);
            statements(connection);
            var statement = connection.createStatement();
            refusal("no such table", 2003, () -> statement.executeQuery("SELECT * FROM NOPE"));
            refusal("syntax", 1003, () -> statement.executeQuery("SELEC 1"));
            refusal("division", 100051, () -> statement.executeQuery("SELECT 1 / 0"));
        }

    }
}
