import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Document } from '@/components/shell/Document';
import '../fonts.css';
import '../globals.css';

export const metadata: Metadata = { title: 'Statescope' };

export default function ChooserLayout({ children }: { children: ReactNode }) {
  return <Document lang="en">{children}</Document>;
}
