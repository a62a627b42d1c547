/**
 * The key in `connection_config` and the tag by which a Connect session brings settings along: their JSON, and its SHA-256
 * in hexadecimal. The typed client writes them, `validate-connection` reads them.
 */
export const KEPT_SETTINGS = 'kept_settings';
