'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** A link that knows when its page, or one below it, is the present one. */
export function NavLink({
  href,
  className,
  current,
  children,
}: {
  href: string;
  className: string;
  current: string;
  children: ReactNode;
}) {
  const path = usePathname();
  const here = path === href || path.startsWith(href);
  return (
    <Link
      href={href}
      className={here ? `${className} ${current}` : className}
      {...(here ? { 'aria-current': path === href ? 'page' : 'true' } : {})}
    >
      {children}
    </Link>
  );
}
