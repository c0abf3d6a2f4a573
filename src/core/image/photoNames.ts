/** What photos are called. */

/** Extensions of the formats that are read, as a part of a regular expression. */
export const PHOTO_EXTENSIONS = 'jpe?g|jfif|png|webp|avif|gif|hei[cf]';

/** Names of photos in a folder: of those, too, that get an error of their own. */
export const PHOTO_NAME = new RegExp(`\\.(${PHOTO_EXTENSIONS}|bmp|tiff?)$`, 'i');
