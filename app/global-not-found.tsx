import type { Metadata } from 'next';
import { BothLanguages } from '@/components/shell/BothLanguages';
import { basePath } from '@/components/shell/base-path';
import { Document } from '@/components/shell/Document';
import './fonts.css';
import './globals.css';

export const metadata: Metadata = { title: 'Not found · No encontrada · Statescope' };

/** 404.html: one file for every wrong address, in both languages. */
export default function NotFound() {
  return (
    <Document lang="en">
      <BothLanguages
        texts={{
          en: { title: 'There is no page here', text: 'The address may be old or mistyped. The way back:' },
          es: {
            title: 'Aquí no hay ninguna página',
            text: 'Puede que la dirección sea vieja o tenga un error. Vuelve por aquí:',
          },
        }}
        base={basePath}
      />
    </Document>
  );
}
