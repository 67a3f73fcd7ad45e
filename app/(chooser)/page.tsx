import { LOCALE_KEY, locales } from '@/components/i18n/locales';
import { BothLanguages } from '@/components/shell/BothLanguages';
import { basePath } from '@/components/shell/base-path';

/** The language chosen before, else the first of the reader's languages that the site has; query and hash are kept. */
const CHOOSE_SCRIPT = `(function(){var l=${JSON.stringify(locales)},c;try{c=localStorage.getItem('${LOCALE_KEY}')}catch(e){}if(!l.includes(c))c=(navigator.languages||[]).map(function(n){return n.slice(0,2).toLowerCase()}).find(function(n){return l.includes(n)})||l[0];location.replace('${basePath}/'+c+'/'+location.search+location.hash)})()`;

/** '/': goes on to the reader's language; without a script, asks. */
export default function Chooser() {
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant */}
      <script dangerouslySetInnerHTML={{ __html: CHOOSE_SCRIPT }} />
      <BothLanguages
        texts={{
          en: { title: 'Statescope', text: 'An open book and a microscope for state space models.' },
          es: {
            title: 'Statescope',
            text: 'Un libro abierto y un microscopio para los modelos de espacio de estados.',
          },
        }}
        base={basePath}
      />
    </>
  );
}
