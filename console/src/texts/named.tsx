/** A name that somebody has chosen. Its letters cannot turn the text around it, nor be taken for markup. */
export function Named({ children }: { readonly children: string }) {
  return <bdi className="name">{children}</bdi>;
}
