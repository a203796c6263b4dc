/** Version of the form of a snapshot on disk. It grows when an older iamdrift could misread a file. */
export const SCHEMA_VERSION = 1;
