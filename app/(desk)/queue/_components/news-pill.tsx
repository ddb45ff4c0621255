/** Over a list whose rows keep their places: what changed meanwhile, taken over when somebody says so. */
export function NewsPill({ children, onPress }: { children: string; onPress: () => void }) {
  return (
    <div className="sticky top-24 z-15 flex h-0 justify-center sm:top-14">
      <button
        type="button"
        onClick={onPress}
        className="mt-2 h-8 rounded-full bg-accent px-4 font-medium text-on-accent shadow-raised hover:bg-accent-hover"
      >
        {children}
      </button>
    </div>
  )
}
