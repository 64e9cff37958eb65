/** Something of the reader's own calendar that needs a GPU. */
export interface OwnEvent {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
  /** What it would come to, in a word or two. */
  note: string;
}
