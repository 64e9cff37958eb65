import type { ReactNode } from "react";

export default function ForecastLayout({ children }: { children: ReactNode }) {
  return <div className="min-h-0 grow overflow-y-auto">{children}</div>;
}
