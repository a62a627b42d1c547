/** PostgreSQL by user name and password, over JDBC. */
import { jdbcDestination } from '../jdbc-destination.js';

export const postgresql = jdbcDestination({
    type: 'postgresql',
    title: 'PostgreSQL',
    jdbcName: 'postgresql',
    engine: 'postgres',
    defaultPort: 5432
});
