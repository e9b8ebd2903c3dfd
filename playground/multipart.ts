/** The bytes of the only file in a form upload; null where the body is no such form: then it is the file itself. */
export function uploadedFile(contentType: string | undefined, body: Buffer): Buffer | null {
  const [, quoted, bare] = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return null;
  const head = body.indexOf('\r\n\r\n');
  const tail = body.indexOf(`\r\n--${boundary}`, head);
  return head === -1 || tail === -1 ? null : body.subarray(head + 4, tail);
}
