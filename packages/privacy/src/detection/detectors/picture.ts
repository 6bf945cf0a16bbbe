import type { Reading } from '../reading/reading.js';

/** How the base64 of a JPEG, PNG, GIF, WebP, BMP, TIFF or DICOM preamble begins. */
const magic = ['/9j/4', '/9j/2', 'iVBORw0KGgo', 'R0lGODlh', 'R0lGODdh', 'UklGR', 'SUkqA', 'TU0AK'];
const fileEnding = /\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|heif|dcm)\b/i;
const faceFile =
  /\b(?:face|headshot|selfie|portrait|mugshot|avatar|passport[-_ ]?photo|profile[-_ ]?(?:pic|photo|picture)|photo[-_ ]?id)[A-Za-z0-9_-]{0,40}\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)\b/gi;

function endOfData(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/[\s"'<>)]/.test(text.charAt(end))) end += 1;
  return end;
}

/** Whether the text names or holds a picture. */
export function isPicture(text: string): boolean {
  return (
    text.startsWith('data:image/') ||
    magic.some((head) => text.startsWith(head)) ||
    fileEnding.test(text.slice(-12))
  );
}

/** Finds pictures: `data:` addresses, base64 of image files, and files that are called after faces. */
export function findPictures(reading: Reading): void {
  const { text } = reading;
  for (
    let index = text.indexOf('data:image/');
    index !== -1;
    index = text.indexOf('data:image/', index + 1)
  ) {
    const end = endOfData(text, index);
    reading.add('photo', index, end, 0.85, ['shape']);
    index = end;
  }
  if (text.length > 64 && magic.some((head) => text.startsWith(head))) {
    reading.add('photo', 0, endOfData(text, 0), 0.85, ['shape']);
  }
  if (!fileEnding.test(text)) return;
  for (const match of text.matchAll(faceFile)) {
    reading.add('photo', match.index, match.index + match[0].length, 0.7, ['shape', 'context']);
  }
}

/** Whether bytes begin as those of an image file do. */
export function isPictureBytes(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  const isJpeg = a === 0xff && b === 0xd8 && c === 0xff;
  const isPng = a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47;
  const isGif = a === 0x47 && b === 0x49 && c === 0x46 && d === 0x38;
  const isDicom =
    bytes.length > 131 &&
    bytes[128] === 0x44 &&
    bytes[129] === 0x49 &&
    bytes[130] === 0x43 &&
    bytes[131] === 0x4d;
  return isJpeg || isPng || isGif || isDicom;
}
