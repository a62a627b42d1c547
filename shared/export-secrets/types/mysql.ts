/** MySQL by user name and password, over JDBC. */
import { jdbcDestination } from '../jdbc-destination.js';

export const mysql = jdbcDestination({
    type: 'mysql',
    title: 'MySQL',
    jdbcName: 'mysql',
    engine: 'mysql',
    defaultPort: 3306
});
