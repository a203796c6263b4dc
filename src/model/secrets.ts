/**
 * A text without what lets people in: user names and passwords in URLs, access key ids. For whatever is printed or kept and
 * could quote a setting, a command line or an answer.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/"'<>]*@/gi, '$1…@')
    .replace(/\b(A[KS]IA)[A-Z0-9]{12,}/g, '$1…');
}
