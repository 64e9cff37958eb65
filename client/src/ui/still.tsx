"use client";

import { Component, type ReactNode } from "react";

/** Keeps showing what it showed last while it is still: what a dialog was about is gone before the dialog is. */
export class Still extends Component<{ still: boolean; children: ReactNode }> {
  override shouldComponentUpdate({ still }: { still: boolean }) {
    return !still;
  }

  override render() {
    return this.props.children;
  }
}
