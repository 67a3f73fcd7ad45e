'use client';
import { BothLanguages } from '@/components/shell/BothLanguages';
import { basePath } from '@/components/shell/base-path';
import { Document } from '@/components/shell/Document';
import './fonts.css';
import './globals.css';

/** When even the layout threw. No catalogue can be counted on here, so it says everything in both languages. */
export default function GlobalError({ error }: { error: Error }) {
  return (
    <Document lang="en">
      <BothLanguages
        texts={{
          en: { title: 'The site stopped working', text: 'A mistake of ours. Load the page again, or begin anew:' },
          es: {
            title: 'El sitio dejó de funcionar',
            text: 'El error es nuestro. Carga la página otra vez o empieza de nuevo:',
          },
        }}
        base={basePath}
        details={error.message}
      />
    </Document>
  );
}
